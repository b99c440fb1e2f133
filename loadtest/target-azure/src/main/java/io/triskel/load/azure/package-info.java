/**
 * Azure as a target of contracts and measurements: Event Hubs, Table Storage and Functions on this machine, or the services themselves.
 *
 * <p>Start reading at {@link io.triskel.load.azure.AzureBinding}; the commands are in {@link io.triskel.load.azure.Ratios} and
 * {@link io.triskel.load.azure.soak.Soak}.
 */
@NullMarked
package io.triskel.load.azure;

import org.jspecify.annotations.NullMarked;
