/**
 * A soak of the whole way of an event on AWS: publisher, Kinesis, the deployed functions, their inbox and their stores, while records
 * are refused, answers are lost, handlers fail, JVMs are killed and shards are split.
 *
 * <p>Start reading at {@link io.triskel.load.aws.soak.SoakRun}.
 */
@NullMarked
package io.triskel.load.aws.soak;

import org.jspecify.annotations.NullMarked;
