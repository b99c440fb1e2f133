/**
 * Which service account has which role on what, and which permissions a role has. Services ask here before they serve a call; custom
 * roles, denials, groups and organisations are not imitated, and conditions are taken for the resource that they name.
 *
 * <p>Start reading at {@link io.triskel.local.gcp.iam.Policies}.
 */
@NullMarked
package io.triskel.local.gcp.iam;

import org.jspecify.annotations.NullMarked;
