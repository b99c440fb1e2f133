/**
 * Azure on this machine, as far as this project uses it.
 *
 * <p>No client of Azure enters, and no code of the adapter. Start reading at {@link io.triskel.local.azure.LocalAzure}.
 */
@NullMarked
package io.triskel.local.azure;

import org.jspecify.annotations.NullMarked;
