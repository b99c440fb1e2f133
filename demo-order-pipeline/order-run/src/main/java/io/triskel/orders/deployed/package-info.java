/**
 * The pipeline where it is deployed as functions, in a cloud or on stand-ins for one: driven over HTTP, and its books kept.
 *
 * <p>No pipeline code runs here but to look at it. No cloud's words enter; a cloud is
 * a {@link io.triskel.orders.deployed.DeployedPipeline}. Start at {@link io.triskel.orders.deployed.DrivenDeployment}.
 */
@NullMarked
package io.triskel.orders.deployed;

import org.jspecify.annotations.NullMarked;
