package io.triskel.local.azure.roles;

import io.triskel.local.access.Grants;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The roles of managed identities, with their uses and refusals. Safe for threads. */
public final class RoleAssignments {
    private final Grants<RoleAssignment> grants;

    private RoleAssignments(Grants<RoleAssignment> grants) {
        this.grants = grants;
    }

    /** {@return assignments without a role; no caller is refused anything, and uses are not recorded} */
    public static RoleAssignments unlimited() {
        return new RoleAssignments(Grants.unlimited());
    }

    /** {@return no role; identities are refused what their roles do not allow} */
    public static RoleAssignments enforced() {
        return new RoleAssignments(Grants.enforced());
    }

    /** {@return whether identities may be refused anything} */
    public boolean areEnforced() {
        return grants.areEnforced();
    }

    /** Gives an identity these roles, beside those that it has. */
    public void assign(String identity, Collection<RoleAssignment> assignments) {
        grants.give(identity, assignments);
    }

    /** {@return whether a role of the identity has the data action} The role counts as used then. */
    public boolean allow(String identity, DataAction needed) {
        return grants.allow(identity, needed, assignment -> assignment.allows(needed));
    }

    /** {@return the refused calls so far, as identity and data action} */
    public Set<String> refused() {
        return grants.refused();
    }

    /** {@return the roles of each identity that no call needed so far; identities that have needed all are omitted} */
    public Map<String, Set<String>> unused() {
        return grants.unused();
    }
}
