/**
 * The pipeline where it is deployed as functions, in a cloud or on stand-ins for one: driven over HTTP, watched until it is at
 * rest, and its books kept.
 *
 * <p>No pipeline code runs here but an operator's: looking, and replaying what was parked. No cloud's words enter; a cloud is
 * a {@link io.triskel.orders.deployed.DeployedPipeline}. Start at {@link io.triskel.orders.deployed.DrivenDeployment}.
 */
@NullMarked
package io.triskel.orders.deployed;

import org.jspecify.annotations.NullMarked;
