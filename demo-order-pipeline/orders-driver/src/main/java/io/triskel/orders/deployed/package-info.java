/**
 * The pipeline where it is deployed as functions, in a cloud or on a local one: driven over HTTP, with all events counted.
 *
 * <p>Pipeline code runs here only to look into the stores. No cloud's words enter; a cloud is a
 * {@link io.triskel.orders.deployed.DeployedPipeline}. Start at {@link io.triskel.orders.deployed.DrivenDeployment}.
 */
@NullMarked
package io.triskel.orders.deployed;

import org.jspecify.annotations.NullMarked;
