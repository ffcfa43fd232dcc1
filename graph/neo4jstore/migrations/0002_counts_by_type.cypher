// Datasets are counted by the type of their relationships. Counting again gives the same.

MATCH (d:EntenteDataset)
REMOVE d.relationships;

MATCH ()-[r]->()
WHERE r.dataset IS NOT NULL
WITH r.dataset AS dataset, type(r) AS kind, count(*) AS number
MATCH (d:EntenteDataset {id: dataset})
SET d[kind] = number;
