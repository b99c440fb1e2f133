/**
 * A Lambda emulator: functions in separate JVMs under AWS's runtime interface client, and the event sources that invoke
 * them.
 *
 * <p>The deployed zip is used unchanged; this JVM loads none of its classes. Start reading at {@link
 * io.triskel.local.aws.lambda.LambdaHost}, then {@link io.triskel.local.aws.lambda.LambdaFunction}.
 */
@NullMarked
package io.triskel.local.aws.lambda;

import org.jspecify.annotations.NullMarked;
