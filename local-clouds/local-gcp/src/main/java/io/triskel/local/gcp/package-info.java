/**
 * The local Google Cloud as one thing: started with one call, described by environment variables, gone when it is closed.
 *
 * <p>What each service does lives in the packages below. Start reading at {@link io.triskel.local.gcp.LocalGcp}.
 */
@NullMarked
package io.triskel.local.gcp;

import org.jspecify.annotations.NullMarked;
