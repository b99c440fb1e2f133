package io.triskel.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.FatalBeanException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints what to do about a {@link StartException}, and about a bean that Triskel itself rejects: a name with two owners, an event
 * type without registration. Such a message already says what is wrong and how to correct it.
 */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<FatalBeanException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, FatalBeanException failed) {
        StartException known = findCause(root, StartException.class);
        if (known != null) {
            return new FailureAnalysis(message(known), known.action(), known);
        }
        if (findCause(root, BindException.class) != null) {
            // Spring Boot's own analysis names the property and its origin.
            return null;
        }
        Throwable cause = failed;
        String bean = "";
        for (Throwable next = failed; next != null; next = next.getCause()) {
            cause = next;
            if (next instanceof BeanCreationException creation && creation.getBeanName() != null) {
                bean = creation.getBeanName();
            }
        }
        boolean rejected = cause instanceof IllegalArgumentException || cause instanceof IllegalStateException;
        if (!rejected || !isOfTriskel(cause)) {
            return null;
        }
        String which = bean.isEmpty() ? "A bean" : "Bean '" + bean + "'";
        return new FailureAnalysis(
                which + " was rejected by Triskel: " + message(cause),
                "Change the bean as the description says.",
                cause);
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static boolean isOfTriskel(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.triskel.");
    }
}
