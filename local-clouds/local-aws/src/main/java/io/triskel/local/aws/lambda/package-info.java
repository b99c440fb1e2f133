/**
 * A Lambda service: functions in JVMs of their own under AWS's runtime interface client, and what invokes them.
 *
 * <p>The zip that is deployed enters as it is; nothing of it is loaded into this JVM.
 * Start reading at {@link io.triskel.local.aws.lambda.LambdaHost}, then {@link io.triskel.local.aws.lambda.LambdaFunction}.
 */
@NullMarked
package io.triskel.local.aws.lambda;

import org.jspecify.annotations.NullMarked;
