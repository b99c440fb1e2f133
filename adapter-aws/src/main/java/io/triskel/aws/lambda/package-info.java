/**
 * Lambda: the base class of functions that are called with records of a Kinesis stream.
 *
 * <p>No framework and no mapping of our own: the runtime client's classes go in, the core's deliveries come out.
 * Start reading at {@link io.triskel.aws.lambda.KinesisFunction}.
 */
@NullMarked
package io.triskel.aws.lambda;

import org.jspecify.annotations.NullMarked;
