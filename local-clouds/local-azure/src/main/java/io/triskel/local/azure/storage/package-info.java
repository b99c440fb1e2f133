/**
 * Blobs and tables: runs Microsoft's Azurite as a child process, and creates tables and containers in it.
 *
 * <p>Uses no client of Azure Storage; creates tables and containers with plain HTTP. Start reading at {@link
 * io.triskel.local.azure.storage.AzuriteProcess}.
 */
@NullMarked
package io.triskel.local.azure.storage;

import org.jspecify.annotations.NullMarked;
