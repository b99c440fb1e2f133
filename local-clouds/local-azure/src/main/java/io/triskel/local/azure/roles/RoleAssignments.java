package io.triskel.local.azure.roles;

import io.triskel.local.access.Grants;

/** The roles of managed identities, with their uses and refusals. Safe for threads. */
public final class RoleAssignments extends Grants<RoleAssignment, DataAction> {
    private RoleAssignments(boolean enforced) {
        super(enforced);
    }

    /** {@return assignments without a role; no caller is refused anything, and uses are not recorded} */
    public static RoleAssignments unlimited() {
        return new RoleAssignments(false);
    }

    /** {@return no role; identities are refused what their roles do not allow} */
    public static RoleAssignments enforced() {
        return new RoleAssignments(true);
    }
}
