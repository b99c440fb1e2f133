/**
 * The soak on Google Cloud: Pub/Sub, functions behind triggers and Firestore, while calls are refused or fail, answers are lost,
 * acknowledgements are forgotten, instances are killed and a subscription goes back in time.
 *
 * <p>Start reading at {@link io.triskel.load.gcp.soak.GcpSoak}.
 */
@NullMarked
package io.triskel.load.gcp.soak;

import org.jspecify.annotations.NullMarked;
