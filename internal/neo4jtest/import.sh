set -e
cd /import
if command -v neo4j-admin >/dev/null; then
  neo4j-admin database import full neo4j --overwrite-destination --report-file=/tmp/report @import.args
  chown -R neo4j: /data 2>/dev/null || true
  exec tini -g -- /startup/docker-entrypoint.sh neo4j
fi
export NEO4J_HOME=/var/lib/neo4j NEO4J_CONF=/var/lib/neo4j/conf
java -cp '/opt/neo4j/lib/*' --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
  org.neo4j.cli.AdminTool database import full neo4j --overwrite-destination --report-file=/tmp/report @import.args
unset NEO4J_HOME NEO4J_CONF
exec /entrypoint.sh
