package io.triskel.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the health {@code triskel}, if the application has Spring Boot's module for health. */
@AutoConfiguration(after = TriskelAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("triskel")
class TriskelHealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "triskelHealthIndicator")
    HealthIndicator triskelHealthIndicator(TriskelHost host, Watch watch, TriskelProperties properties) {
        return new TriskelHealth(host, watch, properties.health().maxUnsettled());
    }
}
