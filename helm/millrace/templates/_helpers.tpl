{{- define "millrace.image" -}}
{{ .root.Values.image.registry }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "millrace.labels" -}}
{{ include "millrace.selector" . }}
app.kubernetes.io/part-of: millrace
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "millrace.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* What every container here gives up; read-only root, so that nothing it runs can be replaced. */}}
{{- define "millrace.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* The agent's Pod as the operator makes it: it adds name, node, devices, tolerations. */}}
{{- define "millrace.agentPod" -}}
metadata:
  labels:
    {{- include "millrace.labels" (dict "root" . "name" "millrace-agent") | nindent 4 }}
    {{- with .Values.agents.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.agents.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: millrace-agent
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.agents.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.agents.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  terminationGracePeriodSeconds: 20
  # Nothing is looked up by the names of Services; a list of all of them can be too long for a start.
  enableServiceLinks: false
  securityContext:
    seccompProfile: {type: RuntimeDefault}
  containers:
    - name: agent
      image: {{ include "millrace.image" (dict "root" . "name" "agent") }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - --namespace={{ .Release.Namespace }}
        - --state-dir=/var/lib/millrace
        {{- if .Values.agents.tls.secretName }}
        - --tls-cert=/etc/millrace/tls/tls.crt
        - --tls-key=/etc/millrace/tls/tls.key
        {{- range .Values.agents.tls.args }}
        - {{ . | quote }}
        {{- end }}
        {{- else }}
        - --insecure
        {{- end }}
        {{- if .Values.agents.gpu.onnxRuntimePath }}
        - --onnxruntime-library=/opt/onnxruntime
        {{- end }}
        {{- with .Values.agents.gpu.type }}
        - {{ printf "--gpu-type=%s" . | quote }}
        {{- end }}
        {{- range .Values.agents.extraArgs }}
        - {{ . | quote }}
        {{- end }}
      env:
        - name: NODE_NAME
          valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
        - name: POD_IP
          valueFrom: {fieldRef: {fieldPath: status.podIP}}
        {{- if .Values.agents.gpu.onnxRuntimePath }}
        # Where the loader finds the CUDA libraries that the providers are linked against.
        - {name: LD_LIBRARY_PATH, value: /opt/onnxruntime}
        {{- end }}
        {{- with .Values.agents.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - {name: http, containerPort: 8000}
        - {name: grpc, containerPort: 8001}
        - {name: metrics, containerPort: 8002}
      startupProbe:
        httpGet: {path: /v2/health/live, port: http{{ if .Values.agents.tls.secretName }}, scheme: HTTPS{{ end }}}
        periodSeconds: 1
        failureThreshold: 120
      livenessProbe:
        httpGet: {path: /v2/health/live, port: http{{ if .Values.agents.tls.secretName }}, scheme: HTTPS{{ end }}}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /v2/health/ready, port: http{{ if .Values.agents.tls.secretName }}, scheme: HTTPS{{ end }}}
        periodSeconds: 1
        timeoutSeconds: 5
        failureThreshold: 6
      resources:
        {{- toYaml .Values.agents.resources | nindent 8 }}
      securityContext:
        {{- include "millrace.containerSecurity" . | nindent 8 }}
        # Device nodes and the folder on the host are root's.
        runAsUser: 0
      volumeMounts:
        - {name: state, mountPath: /var/lib/millrace}
        - {name: tmp, mountPath: /tmp}
        {{- if .Values.agents.tls.secretName }}
        - {name: tls, mountPath: /etc/millrace/tls, readOnly: true}
        {{- end }}
        {{- if .Values.agents.gpu.onnxRuntimePath }}
        - {name: onnxruntime, mountPath: /opt/onnxruntime, readOnly: true}
        {{- end }}
        {{- with .Values.agents.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: state
      hostPath: {path: {{ .Values.agents.stateDir }}, type: DirectoryOrCreate}
    # Native libraries are unpacked there.
    - name: tmp
      emptyDir: {}
    {{- if .Values.agents.tls.secretName }}
    - name: tls
      secret: {secretName: {{ .Values.agents.tls.secretName }}}
    {{- end }}
    {{- if .Values.agents.gpu.onnxRuntimePath }}
    # All agents are made from one template; on a node without the folder it is empty, and its agent does not look there.
    - name: onnxruntime
      hostPath: {path: {{ .Values.agents.gpu.onnxRuntimePath }}, type: DirectoryOrCreate}
    {{- end }}
    {{- with .Values.agents.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
