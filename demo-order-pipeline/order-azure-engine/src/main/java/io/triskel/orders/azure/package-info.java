/**
 * The order pipeline's package for Azure in which Durable Functions leads orders; its functions are those of {@link
 * io.triskel.azure.hosting}. Here are only the exported orchestrator and the manifest.
 */
@NullMarked
package io.triskel.orders.azure;

import org.jspecify.annotations.NullMarked;
