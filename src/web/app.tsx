import { useEffect, useLayoutEffect } from 'preact/hooks';
import { texts } from './i18n/index.ts';
import { hasDesk } from './state/desk.ts';
import { listenToKeys } from './state/keys.ts';
import { page } from './state/page.ts';
import { route } from './state/router.ts';
import { askSession, session } from './state/session.ts';
import { connect, disconnect } from './state/socket.ts';
import { AccountsPage } from './views/accounts-page.tsx';
import { AgentsPage } from './views/agents-page.tsx';
import { AskPanel } from './views/ask-panel.tsx';
import { CallBacksPage } from './views/call-backs-page.tsx';
import { CallBar } from './views/call-bar.tsx';
import { CallPage } from './views/call-page.tsx';
import { CallersPage } from './views/callers-page.tsx';
import { CallsPage } from './views/calls-page.tsx';
import { CopiesPage } from './views/copies-page.tsx';
import { DeskPage } from './views/desk-page.tsx';
import { DuePage, FollowUpsPage } from './views/due-page.tsx';
import { FindPage } from './views/find-page.tsx';
import { LivePage } from './views/live-page.tsx';
import { PhonesPage } from './views/phones-page.tsx';
import { PlanPage } from './views/plan-page.tsx';
import { PromptsPage } from './views/prompts-page.tsx';
import { Rail } from './views/rail.tsx';
import { RecordingPage } from './views/recording-page.tsx';
import { RecordingsPage } from './views/recordings-page.tsx';
import { RemotePage } from './views/remote-page.tsx';
import { ReportsPage } from './views/reports-page.tsx';
import { SecurityPage } from './views/security-page.tsx';
import { SignIn } from './views/sign-in.tsx';
import { StatusLine } from './views/status-line.tsx';
import { TicketFiguresPage } from './views/ticket-figures-page.tsx';
import { TicketPage } from './views/ticket-page.tsx';
import { TicketsPage } from './views/tickets-page.tsx';
import { TokensPage } from './views/tokens-page.tsx';
import { Wallboard } from './views/wallboard.tsx';

export function App() {
  useEffect(() => void askSession(), []);
  const { state } = session.value;
  if (state === 'asking') return <p class="empty">{texts.value.common.loading}</p>;
  return state === 'in' ? <Shell /> : <SignIn />;
}

function Shell() {
  useLayoutEffect(() => {
    connect();
    const deafen = listenToKeys();
    return () => {
      deafen();
      disconnect();
    };
  }, []);
  return (
    <div class="shell">
      <Rail />
      {/* The place of the bar is kept for those who take no calls, too: the pages look the same to all. */}
      {hasDesk.value ? <CallBar /> : <TitleBar />}
      <main class="page">
        <Page />
      </main>
      <StatusLine />
      <AskPanel />
    </div>
  );
}

function TitleBar() {
  return (
    <div class="bar">
      <h1 class="bar-title">{texts.value.product.name}</h1>
    </div>
  );
}

function Page() {
  switch (page.value) {
    case 'desk':
      return <DeskPage />;
    case 'live':
      return <LivePage />;
    case 'calls':
      return <CallsPage />;
    case 'callbacks':
      return <CallBacksPage />;
    case 'call':
      return <CallPage id={route.value.page === 'call' ? route.value.id : ''} />;
    case 'recordings':
      return <RecordingsPage />;
    case 'copies':
      return <CopiesPage />;
    case 'recording':
      return <RecordingPage id={route.value.page === 'recording' ? route.value.id : ''} />;
    case 'accounts':
      return <AccountsPage />;
    case 'tokens':
      return <TokensPage />;
    case 'security':
      return <SecurityPage />;
    case 'due':
      return <DuePage />;
    case 'followUps':
      return <FollowUpsPage />;
    case 'find':
      return <FindPage />;
    case 'ticketFigures':
      return <TicketFiguresPage />;
    case 'ticket':
      return <TicketPage no={route.value.page === 'ticket' ? route.value.no : ''} />;
    case 'tickets':
      return <TicketsPage />;
    case 'wallboard':
      return <Wallboard />;
    case 'remote':
      return <RemotePage />;
    case 'reports':
      return <ReportsPage />;
    case 'agents':
      return <AgentsPage />;
    case 'phones':
      return <PhonesPage />;
    case 'plan':
      return <PlanPage />;
    case 'prompts':
      return <PromptsPage />;
    case 'callers':
      return <CallersPage />;
  }
}
