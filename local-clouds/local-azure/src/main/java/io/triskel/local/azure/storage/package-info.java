/**
 * Blobs and tables: Microsoft's Azurite as a child process, and the creation of tables and containers in it.
 *
 * <p>No client of Azure Storage enters; tables and containers are created with plain HTTP. Start reading at
 * {@link io.triskel.local.azure.storage.AzuriteProcess}.
 */
@NullMarked
package io.triskel.local.azure.storage;

import org.jspecify.annotations.NullMarked;
