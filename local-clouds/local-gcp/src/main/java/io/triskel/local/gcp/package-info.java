/**
 * The local Google Cloud as a whole: starts with one call, describes itself by environment variables, and ends when
 * closed.
 *
 * <p>The packages below contain the services. Start reading at {@link io.triskel.local.gcp.LocalGcp}.
 */
@NullMarked
package io.triskel.local.gcp;

import org.jspecify.annotations.NullMarked;
