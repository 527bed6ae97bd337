/** Cassandra's generated files and the module flags its JVM dies without. Pure. */
import { join } from 'node:path';

export interface CassandraPorts {
  readonly native: number;
  readonly storage: number;
  readonly sslStorage: number;
}

/** YAML accepts JSON's quoting, which is enough for any folder name. */
const quoted = (value: string): string => JSON.stringify(value);

/** The loader refuses unknown keys, and 5.0 wants units; the seed is written without a port. */
export const cassandraYaml = (folder: string, ports: CassandraPorts): string => `
cluster_name: auction
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
endpoint_snitch: SimpleSnitch
num_tokens: 1
storage_port: ${ports.storage}
ssl_storage_port: ${ports.sslStorage}
native_transport_port: ${ports.native}
listen_address: 127.0.0.1
rpc_address: 127.0.0.1
start_native_transport: true
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{ seeds: "127.0.0.1" }]
data_file_directories: [${quoted(join(folder, 'data'))}]
commitlog_directory: ${quoted(join(folder, 'commitlog'))}
saved_caches_directory: ${quoted(join(folder, 'saved_caches'))}
hints_directory: ${quoted(join(folder, 'hints'))}
cdc_raw_directory: ${quoted(join(folder, 'cdc_raw'))}
commitlog_sync: periodic
commitlog_sync_period: 1s
commitlog_segment_size: 8MiB
memtable_allocation_type: heap_buffers
disk_access_mode: standard
authenticator: AllowAllAuthenticator
authorizer: AllowAllAuthorizer
role_manager: CassandraRoleManager
concurrent_reads: 4
concurrent_writes: 128
file_cache_size: 32MiB
networking_cache_size: 16MiB
memtable_heap_space: 128MiB
concurrent_compactors: 1
batch_size_warn_threshold: 32KiB
unlogged_batch_across_partitions_warn_threshold: 1000
auto_snapshot: false
materialized_views_enabled: false
`;

/** To stdout, which the launcher sends to a file it rotates. */
export const logbackXml = `<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0} - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="STDOUT"/></root>
</configuration>
`;

const exported = [
  'java.base/jdk.internal.misc',
  'java.base/java.lang.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.management/com.sun.jmx.remote.security',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'jdk.unsupported/sun.misc',
];
const opened = [
  'java.base/java.lang',
  'java.base/java.lang.module',
  'java.base/java.lang.reflect',
  'java.base/java.io',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/sun.nio.ch',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'jdk.management/com.sun.management.internal',
  'jdk.management.jfr/jdk.management.jfr',
];

/** Without the agent or these flags the JVM ends without a useful word. @param agent path of jamm */
export const cassandraModuleFlags = (agent: string): string[] => [
  `-javaagent:${agent}`,
  '-Djdk.attach.allowAttachSelf=true',
  '-Dio.netty.tryReflectionSetAccessible=true',
  ...exported.flatMap((name) => ['--add-exports', `${name}=ALL-UNNAMED`]),
  ...opened.flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
];
