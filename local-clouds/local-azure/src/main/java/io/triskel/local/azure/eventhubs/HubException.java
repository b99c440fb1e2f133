package io.triskel.local.azure.eventhubs;

import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/** An error answer, with the service's AMQP error condition for it. */
final class HubException extends RuntimeException {
    static final String NOT_FOUND = "amqp:not-found";
    static final String STOLEN = "amqp:link:stolen";
    static final String DETACHED = "amqp:link:detach-forced";
    static final String TOO_LARGE = "amqp:link:message-size-exceeded";
    static final String LIMIT = "amqp:resource-limit-exceeded";
    static final String NOT_ALLOWED = "amqp:not-allowed";
    static final String DECODE_ERROR = "amqp:decode-error";
    static final String INTERNAL = "amqp:internal-error";
    static final String UNAUTHORIZED = "amqp:unauthorized-access";
    static final String ARGUMENT = "com.microsoft:argument-error";
    static final String SERVER_BUSY = "com.microsoft:server-busy";

    private static final long serialVersionUID = 1L;
    private final String condition;

    HubException(String condition, String message) {
        super(message);
        this.condition = condition;
    }

    /** A missing entity, in the service's words, from which SDKs know that a retry is useless. */
    static HubException notFound(String entity, String hint) {
        return new HubException(NOT_FOUND, "The messaging entity '" + entity + "' could not be found. " + hint);
    }

    /** A denied call, in the service's words (github.com/home-assistant/core issue 81084). */
    static HubException unauthorized(String claim, String namespace, String hub) {
        return new HubException(
                UNAUTHORIZED,
                "Unauthorized access. '" + claim + "' claim(s) are required to perform this operation. Resource: 'sb://"
                        + namespace + ".servicebus.windows.net/" + hub + "'.");
    }

    String condition() {
        return condition;
    }

    ErrorCondition toError() {
        return new ErrorCondition(condition, getMessage());
    }
}
