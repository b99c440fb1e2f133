/**
 * The role assignments of managed identities, and the data actions of each role. Services check them before they serve
 * a call. Custom roles, denials, conditions, groups, and roles on the parents of a resource are not emulated.
 *
 * <p>Start reading at {@link io.triskel.local.azure.roles.RoleAssignments}.
 */
@NullMarked
package io.triskel.local.azure.roles;

import org.jspecify.annotations.NullMarked;
