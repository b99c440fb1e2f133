/**
 * A Lambda service: functions in JVMs of their own under AWS's runtime interface client, and the sources that invoke them.
 *
 * <p>The deployed zip is used unchanged; this JVM loads none of its classes. Start reading at {@link
 * io.triskel.local.aws.lambda.LambdaHost}, then {@link io.triskel.local.aws.lambda.LambdaFunction}.
 */
@NullMarked
package io.triskel.local.aws.lambda;

import org.jspecify.annotations.NullMarked;
