package io.triskel.local.aws.wire;

/** An error answer of the service, with the name that SDKs map to an exception class. */
public final class ServiceException extends RuntimeException {
    private final String code;
    private final int status;

    public ServiceException(String code, String message) {
        this(code, message, 400);
    }

    public ServiceException(String code, String message, int status) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** A request that breaks a constraint of the service's model. */
    public static ServiceException invalid(String message) {
        return new ServiceException("ValidationException", "1 validation error detected: " + message);
    }

    /** The name of the error, such as {@code ResourceNotFoundException}. */
    public String code() {
        return code;
    }

    /** The HTTP status: 400 for the caller's errors, 500 and above for the service's. */
    public int status() {
        return status;
    }
}
