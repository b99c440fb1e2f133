package io.triskel.local.gcp.iam;

import io.triskel.local.access.Grants;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The bindings of service accounts, with their uses and refusals. Safe for threads. */
public final class Policies {
    private final Grants<Binding> grants = Grants.enforced();

    /** Gives a service account these roles, beside those that it has. */
    public void bind(String account, Collection<Binding> bindings) {
        grants.give(account, bindings);
    }

    /** {@return whether a role of the account has the permission} The role counts as used then. */
    public boolean allow(String account, Permission needed) {
        return grants.allow(account, needed, binding -> binding.allows(needed));
    }

    /** {@return the refused calls so far, as account and permission} */
    public Set<String> refused() {
        return grants.refused();
    }

    /** {@return the bindings of each account that no call needed so far; accounts that have needed all are omitted} */
    public Map<String, Set<String>> unused() {
        return grants.unused();
    }
}
