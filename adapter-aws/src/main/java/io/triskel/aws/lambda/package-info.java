/**
 * Lambda: the base class of functions that receive records of a Kinesis stream.
 *
 * <p>No framework and no mapping layer: the runtime client's classes go in, the core's deliveries come out. Start
 * reading at {@link io.triskel.aws.lambda.KinesisFunction}.
 */
@NullMarked
package io.triskel.aws.lambda;

import org.jspecify.annotations.NullMarked;
