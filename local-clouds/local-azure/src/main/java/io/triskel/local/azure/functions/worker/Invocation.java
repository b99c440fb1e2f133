package io.triskel.local.azure.functions.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.RpcException;
import com.microsoft.azure.functions.TraceContext;
import io.triskel.local.azure.functions.wire.Message;
import java.util.Map;
import java.util.logging.Logger;

/** The invocation's context for its function. */
record Invocation(String id, String function, Message.Attempt attempt)
        implements ExecutionContext, RetryContext, RpcException, TraceContext {
    /** The logger with the function's name; its lines go to standard error, and so to the instance's log file. */
    @Override
    public Logger getLogger() {
        return Logger.getLogger(function);
    }

    @Override
    public String getInvocationId() {
        return id;
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public RetryContext getRetryContext() {
        return this;
    }

    @Override
    public int getRetrycount() {
        return attempt.retries();
    }

    @Override
    public int getMaxretrycount() {
        return attempt.maxRetries();
    }

    @Override
    public RpcException getException() {
        return this;
    }

    @Override
    public String getMessage() {
        return attempt.problem();
    }

    @Override
    public String getSource() {
        return "";
    }

    @Override
    public String getStacktrace() {
        return "";
    }

    @Override
    public TraceContext getTraceContext() {
        return this;
    }

    @Override
    public String getTraceparent() {
        return "";
    }

    @Override
    public String getTracestate() {
        return "";
    }

    @Override
    public Map<String, String> getAttributes() {
        return Map.of();
    }
}
