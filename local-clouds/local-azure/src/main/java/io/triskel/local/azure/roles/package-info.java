/**
 * Which managed identity has which role on what, and which data actions a role has. Services ask here before they serve a call; custom
 * roles, denials, conditions, groups, and roles on the parents of a resource are not imitated.
 *
 * <p>Start reading at {@link io.triskel.local.azure.roles.RoleAssignments}.
 */
@NullMarked
package io.triskel.local.azure.roles;

import org.jspecify.annotations.NullMarked;
