package io.triskel.spring;

import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.console.FlowObserver;
import io.triskel.platform.Platform;
import jakarta.servlet.Servlet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Serves the console as a servlet of the application, if {@code triskel.console.enabled} says so. */
@AutoConfiguration(before = TriskelAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, Console.class})
@ConditionalOnBooleanProperty("triskel.console.enabled")
class TriskelConsoleAutoConfiguration {
    @Bean
    FlowObserver triskelFlow() {
        return new FlowObserver();
    }

    @Bean
    ConsoleServlet triskelConsole(
            TriskelProperties properties, Platform platform, FlowObserver flow, Environment environment) {
        TriskelProperties.Console settings = properties.console();
        ConsoleBuilder builder = Console.of(platform)
                .application(environment.getProperty(
                        "spring.application.name", platform.settings().source()))
                .flow(flow)
                .hosts(settings.hosts().toArray(String[]::new))
                .identity(exchange -> exchange.getPrincipal().getUsername());
        return new ConsoleServlet(settings.actions() ? builder : builder.readOnly(), settings);
    }

    @Bean
    ServletRegistrationBean<ConsoleServlet> triskelConsoleRegistration(
            ConsoleServlet servlet, TriskelProperties properties) {
        ServletRegistrationBean<ConsoleServlet> registration = new ServletRegistrationBean<>(
                servlet, properties.console().path(), properties.console().path() + "/*");
        registration.setName("triskelConsole");
        return registration;
    }
}
