package io.triskel.load.aws;

import io.triskel.load.Binding;
import io.triskel.load.Space;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives contracts the AWS that the environment names, opened once for a whole run and closed with it. */
final class Spaces implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Opened.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Spaces.class))
                .getOrComputeIfAbsent("opened", any -> new Opened(AwsBinding.of(System.getenv())), Opened.class);
    }

    /** The one AWS of a run. */
    static final class Opened implements AutoCloseable {
        final Binding binding;
        final Space space;
        /** For the contract that looks at whole tables. */
        final Space ofInbox;

        private Opened(AwsBinding binding) {
            this.binding = binding;
            this.space = binding.fresh();
            this.ofInbox = binding.fresh();
        }

        @Override
        public void close() {
            space.close();
            ofInbox.close();
            binding.close();
        }
    }
}
