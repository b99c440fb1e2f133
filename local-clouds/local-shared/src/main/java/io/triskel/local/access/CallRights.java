package io.triskel.local.access;

import java.util.Map;
import java.util.Set;

/** The refused and the unused rights of a local cloud's callers. */
public interface CallRights {
    /** {@return the refused calls so far, as caller and what the call needed} */
    Set<String> refused();

    /**
     * {@return the rights of each caller that no call has needed so far; callers that have needed all are omitted} Empty if
     * nothing is enforced, since uses are not recorded then.
     */
    Map<String, Set<String>> unused();
}
