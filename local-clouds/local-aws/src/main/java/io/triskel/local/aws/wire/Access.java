package io.triskel.local.aws.wire;

/** Decides whether a caller may make a call. */
public interface Access {
    /** {@return an access check that permits every call} */
    static Access open() {
        return (authorization, request) -> {};
    }

    /**
     * Returns if the call is permitted.
     *
     * @param authorization the header of that name; empty if there is none
     * @throws ServiceException if it is not permitted
     */
    void check(String authorization, Request request);
}
