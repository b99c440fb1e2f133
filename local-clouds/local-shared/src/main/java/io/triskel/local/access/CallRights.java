package io.triskel.local.access;

import java.util.Map;
import java.util.Set;

/** The denied calls and the unused permissions of a local cloud's callers. */
public interface CallRights {
    /** {@return the denied calls so far, as caller and needed permission} */
    Set<String> refused();

    /**
     * {@return the permissions of each caller that no call has needed so far; callers that used all are omitted} Empty
     * if permissions are not enforced, since uses are not recorded then.
     */
    Map<String, Set<String>> unused();
}
