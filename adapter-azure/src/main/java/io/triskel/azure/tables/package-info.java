/**
 * The core's stores on Azure Table Storage: every step is one conditional write of one entity, or one entity group
 * transaction of one partition. The stores take a client and {@link io.triskel.azure.tables.AzureTables}; a deployment
 * creates the tables, never this package, and only {@link io.triskel.azure.tables.TableRepair} scans one. Table Storage
 * has no secondary index: {@code Marks} is the stores' own index. Start reading at {@link
 * io.triskel.azure.tables.TableEventStore}.
 */
@NullMarked
package io.triskel.azure.tables;

import org.jspecify.annotations.NullMarked;
