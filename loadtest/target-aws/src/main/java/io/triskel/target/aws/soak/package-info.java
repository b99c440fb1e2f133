/**
 * The soak on AWS: Kinesis and the deployed functions, while records are refused, answers are lost, JVMs are killed and shards are
 * split.
 *
 * <p>Start reading at {@link io.triskel.target.aws.soak.AwsSoak}.
 */
@NullMarked
package io.triskel.target.aws.soak;

import org.jspecify.annotations.NullMarked;
