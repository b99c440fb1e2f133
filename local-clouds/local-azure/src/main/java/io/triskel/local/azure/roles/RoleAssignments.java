package io.triskel.local.azure.roles;

import io.triskel.local.access.Grants;

/** The roles of managed identities, with their uses and denials. Thread-safe. */
public final class RoleAssignments extends Grants<RoleAssignment, DataAction> {
    private RoleAssignments(boolean enforced) {
        super(enforced);
    }

    /** {@return no roles; permissions are not enforced, and uses are not recorded} */
    public static RoleAssignments unlimited() {
        return new RoleAssignments(false);
    }

    /** {@return no roles; permissions are enforced} */
    public static RoleAssignments enforced() {
        return new RoleAssignments(true);
    }
}
