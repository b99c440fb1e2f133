/**
 * The soak on Azure: Event Hubs and a function app, while batches are refused, answers are lost, links are detached, workers are
 * killed and partitions move.
 *
 * <p>Start reading at {@link io.triskel.target.azure.soak.AzureSoak}.
 */
@NullMarked
package io.triskel.target.azure.soak;

import org.jspecify.annotations.NullMarked;
