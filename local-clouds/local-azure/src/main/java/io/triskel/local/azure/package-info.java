/**
 * The local Azure: emulators of the services that this project uses.
 *
 * <p>Uses no Azure client, and no code of the adapter. Start reading at {@link io.triskel.local.azure.LocalAzure}.
 */
@NullMarked
package io.triskel.local.azure;

import org.jspecify.annotations.NullMarked;
