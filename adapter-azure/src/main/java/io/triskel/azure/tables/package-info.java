/**
 * The core's stores on Azure Table Storage: every step is one conditional write of one entity, or one entity group transaction of
 * one partition. The stores take a client and {@link io.triskel.azure.tables.AzureTables}; tables are made by a deployment,
 * never here, and nothing but {@link io.triskel.azure.tables.TableRepair} scans one. Table Storage has no secondary index: {@code
 * Marks} tells how the stores keep one of their own. Start with {@link io.triskel.azure.tables.TableEventStore}.
 */
@NullMarked
package io.triskel.azure.tables;

import org.jspecify.annotations.NullMarked;
