/**
 * The roles of service accounts on resources, and the permissions of each role. Services check them before they serve a
 * call. Custom roles, denials, groups and organisations are not emulated; a condition counts as the resource that it
 * names.
 *
 * <p>Start reading at {@link io.triskel.local.gcp.iam.Policies}.
 */
@NullMarked
package io.triskel.local.gcp.iam;

import org.jspecify.annotations.NullMarked;
