/**
 * The soak on Google Cloud: Pub/Sub, functions behind triggers and Firestore, while calls are refused or fail, answers are lost,
 * acknowledgements are forgotten, instances are killed and a subscription goes back in time.
 *
 * <p>Start reading at {@link io.triskel.target.gcp.soak.GcpSoak}.
 */
@NullMarked
package io.triskel.target.gcp.soak;

import org.jspecify.annotations.NullMarked;
