/**
 * The parts that every target process shares: the conversation with its driver ({@code docs/target-protocol.md}), the run that
 * feeds the lines, the operator who waits until the pipeline is at rest, and the files that a run leaves behind.
 *
 * <p>No target's words enter: a target is a {@link io.triskel.orders.run.DrivenPipeline} over a
 * {@link io.triskel.orders.run.HostedPipeline}, and a main. Start at {@link io.triskel.orders.run.Conversation}, then
 * {@link io.triskel.orders.run.PipelineRun} and {@link io.triskel.orders.run.Operator}.
 */
@NullMarked
package io.triskel.orders.run;

import org.jspecify.annotations.NullMarked;
