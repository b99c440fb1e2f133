package io.triskel.local.aws.wire;

/** Decides whether a caller may make a call. */
public interface Access {
    /** {@return what lets everybody make every call} */
    static Access open() {
        return (authorization, request) -> {};
    }

    /**
     * Returns if the call may be made.
     *
     * @param authorization the header of that name; empty if there is none
     * @throws ServiceException if it may not
     */
    void check(String authorization, Request request);
}
