/**
 * Google Cloud as a target, on this machine or the services themselves. As the order pipeline it is the package that is deployed, in the
 * functions' own JVMs, fed over HTTP: a run speaks JSON lines ({@code docs/target-protocol.md}), and {@code ./triskel up gcp}
 * only starts it. For contracts and measurements it is Pub/Sub, Firestore and Cloud Run functions.
 *
 * <p>What is driven and how is common to all clouds, in {@code io.triskel.orders.deployed}. Start reading at
 * {@link io.triskel.target.gcp.GcpTarget} and {@link io.triskel.target.gcp.Deployment}, for measurements at
 * {@link io.triskel.target.gcp.GcpBinding}; the commands are in {@link io.triskel.target.gcp.Ratios} and
 * {@link io.triskel.target.gcp.soak.Soak}.
 */
@NullMarked
package io.triskel.target.gcp;

import org.jspecify.annotations.NullMarked;
