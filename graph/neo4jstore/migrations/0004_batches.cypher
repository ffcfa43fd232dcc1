// Digests of the batches that loads have brought. A database without them gets them by its next loads.

CREATE CONSTRAINT entente_batches_dataset IF NOT EXISTS
FOR (b:EntenteBatches)
REQUIRE b.dataset IS UNIQUE;
