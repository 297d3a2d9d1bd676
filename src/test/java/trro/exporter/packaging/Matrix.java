package trro.exporter.packaging;

import java.util.Map;
import java.util.TreeMap;

/** Values that people give the chart, each rendered and checked against Kubernetes' schemas. */
final class Matrix {

    private static final Map<String, String> VALUES = new TreeMap<>(Map.of(
            "nothing given",
            "{}",
            "key made by the chart, no reload",
            """
            credentials: { secretId: AKIDexample, secretKey: example }
            autoReload: false
            podAnnotations: { team: fleet }
            """,
            "key from elsewhere, configuration as a secret",
            """
            credentials: { existingSecret: trro-key, secretIdKey: id, secretKeyKey: key }
            existingConfigSecret: trro-config
            fullnameOverride: trro-exporter-main
            commonLabels: { team: fleet }
            """,
            "configuration map of one's own",
            """
            existingConfigMap: trro-config
            serviceAccount: { create: false, name: reader }
            service: { type: LoadBalancer, port: 80, annotations: { example.com/internal: "true" } }
            """,
            "role of a TKE pod",
            """
            serviceAccount:
              annotations: { example.com/owner: fleet }
              tkeOidc: { roleArn: "qcs::cam::uin/100000000001:roleName/trro-reader" }
            config: |
              accounts:
                - credentials: { tke_oidc: {} }
                  projects: discover
            """,
            "TLS and storage in a claim",
            """
            webConfig: { existingSecret: trro-web, probeScheme: HTTPS }
            storage: { enabled: true, storageClassName: cbs, size: 10Gi }
            serviceMonitor:
              enabled: true
              labels: { release: prometheus }
              scheme: https
              tlsConfig: { insecureSkipVerify: true }
              basicAuth: { username: { name: scrape, key: user }, password: { name: scrape, key: password } }
              relabelings: [{ targetLabel: cluster, replacement: main }]
              metricRelabelings: [{ sourceLabels: [__name__], regex: "jvm_.*", action: drop }]
            """,
            "storage of others",
            """
            storage: { enabled: true, existingClaim: trro-data }
            podMonitor: { enabled: true, labels: { release: prometheus } }
            """,
            "storage for restarts of the container, rules and dashboards",
            """
            storage: { enabled: true, type: emptyDir, size: 64Mi }
            prometheusRule: { enabled: true, labels: { a: b }, runbookUrl: "https://wiki.example.com/trro" }
            dashboards: { enabled: true, annotations: { grafana_folder: TRRO } }
            """,
            "closed network",
            """
            networkPolicy:
              enabled: true
              from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
              extraEgress: [{ to: [{ ipBlock: { cidr: 169.254.0.23/32 } }], ports: [{ port: 80, protocol: TCP }] }]
            """,
            "everything about the pod",
            """
            image: { repository: registry.example.com/trro-exporter, digest: "sha256:%s", pullPolicy: Always }
            imagePullSecrets: [registry]
            extraArgs: [--log.format=json]
            extraEnv: [{ name: HTTPS_PROXY, value: "http://proxy:3128" }]
            extraEnvFrom: [{ configMapRef: { name: proxy } }]
            extraVolumes: [{ name: ca, secret: { secretName: ca } }]
            extraVolumeMounts: [{ name: ca, mountPath: /etc/ca, readOnly: true }]
            podLabels: { team: fleet }
            priorityClassName: monitoring
            nodeSelector: { kubernetes.io/arch: arm64 }
            tolerations: [{ key: dedicated, operator: Exists }]
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: In, values: [a] }] }]
            deploymentAnnotations: { owner: fleet }
            """.formatted("0".repeat(64))));

    static {
        VALUES.put("two replicas", """
                replicas: 2
                leaderElection: { leaseDuration: 30s, httpConfig: { existingSecret: trro-peers } }
                webConfig: { existingSecret: trro-web }
                storage: { enabled: true, type: emptyDir }
                networkPolicy: { enabled: true, from: [{ podSelector: {} }] }
                """);
    }

    private Matrix() {}

    /** Values by what they stand for. */
    static Map<String, String> values() {
        return VALUES;
    }
}
