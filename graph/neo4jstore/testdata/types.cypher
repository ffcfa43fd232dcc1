CREATE CONSTRAINT party_to_key IF NOT EXISTS
FOR ()-[r:PARTY_TO]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX party_to_dataset_key IF NOT EXISTS
FOR ()-[r:PARTY_TO]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT has_article_key IF NOT EXISTS
FOR ()-[r:HAS_ARTICLE]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX has_article_dataset_key IF NOT EXISTS
FOR ()-[r:HAS_ARTICLE]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT imposes_key IF NOT EXISTS
FOR ()-[r:IMPOSES]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX imposes_dataset_key IF NOT EXISTS
FOR ()-[r:IMPOSES]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT obliges_key IF NOT EXISTS
FOR ()-[r:OBLIGES]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX obliges_dataset_key IF NOT EXISTS
FOR ()-[r:OBLIGES]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT benefits_key IF NOT EXISTS
FOR ()-[r:BENEFITS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX benefits_dataset_key IF NOT EXISTS
FOR ()-[r:BENEFITS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT allied_with_key IF NOT EXISTS
FOR ()-[r:ALLIED_WITH]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX allied_with_dataset_key IF NOT EXISTS
FOR ()-[r:ALLIED_WITH]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT member_of_key IF NOT EXISTS
FOR ()-[r:MEMBER_OF]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX member_of_dataset_key IF NOT EXISTS
FOR ()-[r:MEMBER_OF]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT succeeds_key IF NOT EXISTS
FOR ()-[r:SUCCEEDS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX succeeds_dataset_key IF NOT EXISTS
FOR ()-[r:SUCCEEDS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT holds_office_key IF NOT EXISTS
FOR ()-[r:HOLDS_OFFICE]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX holds_office_dataset_key IF NOT EXISTS
FOR ()-[r:HOLDS_OFFICE]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT part_of_key IF NOT EXISTS
FOR ()-[r:PART_OF]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX part_of_dataset_key IF NOT EXISTS
FOR ()-[r:PART_OF]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT operates_key IF NOT EXISTS
FOR ()-[r:OPERATES]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX operates_dataset_key IF NOT EXISTS
FOR ()-[r:OPERATES]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT developed_key IF NOT EXISTS
FOR ()-[r:DEVELOPED]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX developed_dataset_key IF NOT EXISTS
FOR ()-[r:DEVELOPED]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT supplied_key IF NOT EXISTS
FOR ()-[r:SUPPLIED]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX supplied_dataset_key IF NOT EXISTS
FOR ()-[r:SUPPLIED]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT transfers_key IF NOT EXISTS
FOR ()-[r:TRANSFERS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX transfers_dataset_key IF NOT EXISTS
FOR ()-[r:TRANSFERS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT actor_in_key IF NOT EXISTS
FOR ()-[r:ACTOR_IN]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX actor_in_dataset_key IF NOT EXISTS
FOR ()-[r:ACTOR_IN]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT recipient_of_key IF NOT EXISTS
FOR ()-[r:RECIPIENT_OF]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX recipient_of_dataset_key IF NOT EXISTS
FOR ()-[r:RECIPIENT_OF]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT participated_in_key IF NOT EXISTS
FOR ()-[r:PARTICIPATED_IN]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX participated_in_dataset_key IF NOT EXISTS
FOR ()-[r:PARTICIPATED_IN]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT located_at_key IF NOT EXISTS
FOR ()-[r:LOCATED_AT]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX located_at_dataset_key IF NOT EXISTS
FOR ()-[r:LOCATED_AT]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT involves_key IF NOT EXISTS
FOR ()-[r:INVOLVES]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX involves_dataset_key IF NOT EXISTS
FOR ()-[r:INVOLVES]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT triggers_key IF NOT EXISTS
FOR ()-[r:TRIGGERS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX triggers_dataset_key IF NOT EXISTS
FOR ()-[r:TRIGGERS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT replaces_key IF NOT EXISTS
FOR ()-[r:REPLACES]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX replaces_dataset_key IF NOT EXISTS
FOR ()-[r:REPLACES]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT amends_key IF NOT EXISTS
FOR ()-[r:AMENDS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX amends_dataset_key IF NOT EXISTS
FOR ()-[r:AMENDS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT imposes_sanction_key IF NOT EXISTS
FOR ()-[r:IMPOSES_SANCTION]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX imposes_sanction_dataset_key IF NOT EXISTS
FOR ()-[r:IMPOSES_SANCTION]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT targets_key IF NOT EXISTS
FOR ()-[r:TARGETS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX targets_dataset_key IF NOT EXISTS
FOR ()-[r:TARGETS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT owns_key IF NOT EXISTS
FOR ()-[r:OWNS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX owns_dataset_key IF NOT EXISTS
FOR ()-[r:OWNS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT observed_for_key IF NOT EXISTS
FOR ()-[r:OBSERVED_FOR]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX observed_for_dataset_key IF NOT EXISTS
FOR ()-[r:OBSERVED_FOR]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT borders_key IF NOT EXISTS
FOR ()-[r:BORDERS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX borders_dataset_key IF NOT EXISTS
FOR ()-[r:BORDERS]-()
ON (r.dataset, r.key);

CREATE CONSTRAINT mentions_key IF NOT EXISTS
FOR ()-[r:MENTIONS]-()
REQUIRE r.key IS UNIQUE;

CREATE INDEX mentions_dataset_key IF NOT EXISTS
FOR ()-[r:MENTIONS]-()
ON (r.dataset, r.key);

