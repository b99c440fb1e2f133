/**
 * The local AWS as a whole: starts with one call, describes itself by environment variables, and ends when closed.
 *
 * <p>The packages below contain the services. Start reading at {@link io.triskel.local.aws.LocalAws}.
 */
@NullMarked
package io.triskel.local.aws;

import org.jspecify.annotations.NullMarked;
