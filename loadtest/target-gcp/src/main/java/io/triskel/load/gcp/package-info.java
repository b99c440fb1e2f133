/**
 * Google Cloud as a target of contracts and measurements: Pub/Sub, Firestore and Cloud Run functions on this machine, or the services
 * themselves.
 *
 * <p>Start reading at {@link io.triskel.load.gcp.GcpBinding}; the commands are in {@link io.triskel.load.gcp.Ratios} and
 * {@link io.triskel.load.gcp.soak.Soak}.
 */
@NullMarked
package io.triskel.load.gcp;

import org.jspecify.annotations.NullMarked;
