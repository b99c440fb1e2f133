/**
 * The local AWS as one thing: started with one call, described by environment variables, gone when it is closed.
 *
 * <p>What each service does lives in the packages below. Start reading at {@link io.triskel.local.aws.LocalAws}.
 */
@NullMarked
package io.triskel.local.aws;

import org.jspecify.annotations.NullMarked;
