/**
 * What every target process shares: the conversation with its driver ({@code docs/target-protocol.md}), the run that feeds the
 * lines, and the files that it leaves behind.
 *
 * <p>No target's words enter: a target is a {@link io.triskel.orders.run.DrivenPipeline} and a main. Start at
 * {@link io.triskel.orders.run.Conversation}, then {@link io.triskel.orders.run.PipelineRun}.
 */
@NullMarked
package io.triskel.orders.run;

import org.jspecify.annotations.NullMarked;
